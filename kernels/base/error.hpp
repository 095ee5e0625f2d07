// SPDX-License-Identifier: Apache-2.0
//! What gapmc throws. Only main catches, prints and exits; each type has one exit code (docs/cli.md).
#pragma once

#include <stdexcept>
#include <string>

namespace gapmc {

//! Base of everything gapmc throws on purpose. Message: what is wrong (why). What to do.
class Error : public std::runtime_error {
  public:
    explicit Error(std::string const& message) : std::runtime_error{message} {}
};

//! The command line is wrong (exit 64).
class UsageError : public Error {
  public:
    explicit UsageError(std::string const& message) : Error{message} {}
};

//! A file given to us is foreign, damaged or does not belong (exit 65).
class DataError : public Error {
  public:
    explicit DataError(std::string const& message) : Error{message} {}
};

//! A file we were told to read is not there (exit 66).
class InputMissing : public Error {
  public:
    explicit InputMissing(std::string const& message) : Error{message} {}
};

//! The demanded device is absent or was not built (exit 69).
class BackendUnavailable : public Error {
  public:
    explicit BackendUnavailable(std::string const& message) : Error{message} {}
};

//! An output cannot be created (exit 73).
class CannotCreate : public Error {
  public:
    explicit CannotCreate(std::string const& message) : Error{message} {}
};

//! Reading or writing failed (exit 74).
class IoError : public Error {
  public:
    explicit IoError(std::string const& message) : Error{message} {}
};

//! Stopped on request before the end (exit 75).
class Stopped : public Error {
  public:
    explicit Stopped(std::string const& message) : Error{message} {}
};

//! The study is wrong, or produced a value that is not finite (exit 78).
class StudyError : public Error {
  public:
    explicit StudyError(std::string const& message) : Error{message} {}
};

}  // namespace gapmc
