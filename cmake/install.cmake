# What `cmake --install` puts where, and the Debian packages that `cpack -G DEB` makes of it: `fairstart` (the program with its
# standard library) and `libfairstart-dev` (the C++ interface). docs/install.md says how to use it.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(documents ${CMAKE_INSTALL_DOCDIR})
string(TOLOWER "${documents}" documents)  # share/doc/fairstart, as Debian spells it
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/Fairstart)

# The program, and what it looks for beside itself (cli/library_paths.cpp).
install(TARGETS fairstart RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
install(DIRECTORY stdlib frameworks DESTINATION ${CMAKE_INSTALL_DATADIR}/fairstart COMPONENT program)
install(DIRECTORY examples/surrey DESTINATION ${CMAKE_INSTALL_DATADIR}/fairstart/examples COMPONENT program)
install(DIRECTORY docs/ DESTINATION ${documents}/docs COMPONENT program)
install(FILES README.md DESTINATION ${documents} COMPONENT program)

# Manual pages and completions come from the program itself, so that they say what `--help` says.
set(manual ${CMAKE_BINARY_DIR}/manual)
add_custom_command(OUTPUT ${manual}/written
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${manual}
  COMMAND fairstart --manual ${manual}
  COMMAND gzip -9nr ${manual}/man
  COMMAND ${CMAKE_COMMAND} -E touch ${manual}/written
  DEPENDS fairstart
  COMMENT "Manual pages and completions")
add_custom_target(manual ALL DEPENDS ${manual}/written)
install(DIRECTORY ${manual}/man/ DESTINATION ${CMAKE_INSTALL_MANDIR} COMPONENT program)
install(DIRECTORY ${manual}/bash-completion ${manual}/zsh ${manual}/fish DESTINATION ${CMAKE_INSTALL_DATADIR} COMPONENT program)

# The room of the interface and all that it rests on, as one library.
set(embedded engine_embed)
set(waiting engine_embed)
while(waiting)
  list(POP_FRONT waiting room)
  get_target_property(links ${room} INTERFACE_LINK_LIBRARIES)
  foreach(link ${links})
    if(link MATCHES "^(dsl|engine)_[a-z]+$" AND NOT link IN_LIST embedded)
      list(APPEND embedded ${link})
      list(APPEND waiting ${link})
    endif()
  endforeach()
endwhile()
set(objects)
foreach(room ${embedded})
  get_target_property(type ${room} TYPE)
  if(type STREQUAL STATIC_LIBRARY)
    list(APPEND objects $<TARGET_OBJECTS:${room}>)
  endif()
endforeach()
add_library(libfairstart STATIC ${objects})
set_target_properties(libfairstart PROPERTIES OUTPUT_NAME fairstart LINKER_LANGUAGE CXX EXPORT_NAME fairstart)
# What its objects call; nothing of it is in the header. libcrypto goes by its name, so that no other file of CMake is needed.
target_link_libraries(libfairstart INTERFACE fmt::fmt simdjson::simdjson ZLIB::ZLIB zstd::libzstd_shared Threads::Threads crypto)
target_compile_features(libfairstart INTERFACE cxx_std_20)
target_include_directories(libfairstart INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
install(TARGETS libfairstart EXPORT FairstartTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(EXPORT FairstartTargets NAMESPACE Fairstart:: DESTINATION ${package_folder} COMPONENT development)
install(DIRECTORY engine/embed/include/fairstart DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
install(DIRECTORY examples/embed DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libfairstart-dev/examples COMPONENT development)

set(data_folder ${CMAKE_INSTALL_DATADIR}/fairstart)
configure_package_config_file(cmake/FairstartConfig.cmake.in ${CMAKE_BINARY_DIR}/generated/FairstartConfig.cmake
  INSTALL_DESTINATION ${package_folder} PATH_VARS data_folder)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/generated/FairstartConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/generated/FairstartConfig.cmake ${CMAKE_BINARY_DIR}/generated/FairstartConfigVersion.cmake
  DESTINATION ${package_folder} COMPONENT development)

# Debian packages. A domain that ends in .invalid is nobody's (RFC 2606): whoever gives packages away says who answers for them.
set(FAIRSTART_PACKAGE_CONTACT "Fairstart maintainers <maintainers@fairstart.invalid>" CACHE STRING
  "Who answers for the Debian packages: NAME <ADDRESS>")
set(changelog ${CMAKE_BINARY_DIR}/generated/changelog.gz)
configure_file(cmake/debian/changelog.in ${CMAKE_BINARY_DIR}/generated/changelog @ONLY)
add_custom_command(OUTPUT ${changelog}
  COMMAND gzip -9nc ${CMAKE_BINARY_DIR}/generated/changelog > ${changelog}
  DEPENDS ${CMAKE_BINARY_DIR}/generated/changelog)
add_custom_target(changelog ALL DEPENDS ${changelog})
install(FILES ${changelog} cmake/debian/copyright DESTINATION ${documents} COMPONENT program)
install(FILES ${changelog} cmake/debian/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libfairstart-dev COMPONENT development)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME fairstart)
set(CPACK_PACKAGE_VENDOR "The Fairstart authors")
set(CPACK_PACKAGE_CONTACT "${FAIRSTART_PACKAGE_CONTACT}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL program development)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME fairstart)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "outcome frameworks for children's health and care
A language and an engine for outcome frameworks: what an area wants to
achieve, who gets what, and what must hold, checked and run over family
records. Brings a standard library of national rules, and frameworks made
from published documents.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libfairstart-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
  "fairstart (= ${PROJECT_VERSION}), g++, libfmt-dev, libsimdjson-dev, libssl-dev, libzstd-dev, zlib1g-dev")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "outcome frameworks for children's health and care: C++ interface
A small C++20 interface to Fairstart: loads a framework, evaluates family
records, and gives each family's tiers and offers with their reasons. With
a CMake package and an example.")
include(CPack)
