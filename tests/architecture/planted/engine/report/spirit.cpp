// SPDX-License-Identifier: Apache-2.0
#include <boost/spirit/home/x3.hpp>
