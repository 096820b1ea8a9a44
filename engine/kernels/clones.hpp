// SPDX-License-Identifier: Apache-2.0
#pragma once

// FAIRSTART_CLONES before a function with a plain loop: compiled for several processors, the best of them chosen as the
// program starts. Only where the compiler does that; not under sanitisers, which are not ready as early as that.
// FAIRSTART_INLINE: such a function's loop may stand in a template, as long as it becomes part of it.
// FAIRSTART_WIDE: functions for AVX-512 may be written out, to be called where __builtin_cpu_supports says so.
#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define FAIRSTART_WIDE
#endif
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define FAIRSTART_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#define FAIRSTART_INLINE inline __attribute__((always_inline))
#else
#define FAIRSTART_CLONES
#define FAIRSTART_INLINE inline
#endif
