// SPDX-License-Identifier: Apache-2.0
//! What gapmc throws. Only main catches, prints and exits; each type knows its exit code (docs/cli.md).
#pragma once

#include <stdexcept>
#include <string>

namespace gapmc {

//! What the program may end with. From 64 on the numbers are those of sysexits.h. docs/cli.md has the same
//! list for people; a test compares the two.
enum class ExitCode {
    ok = 0,
    check_says_no = 1,
    usage = 64,
    bad_data = 65,
    input_missing = 66,
    device_absent = 69,
    internal_fault = 70,
    cannot_create = 73,
    io_error = 74,
    stopped = 75,
    study_wrong = 78,
    interrupted_again = 130  //!< 128 + SIGINT
};

//! Base of everything gapmc throws on purpose. Message: what is wrong (why). What to do.
class Error : public std::runtime_error {
  public:
    //! What should not happen, and has no type of its own.
    explicit Error(std::string const& message) : Error{ExitCode::internal_fault, message} {}
    ExitCode exit_code() const noexcept { return code_; }

  protected:
    Error(ExitCode code, std::string const& message) : std::runtime_error{message}, code_{code} {}

  private:
    ExitCode code_;
};

//! The command line is wrong.
class UsageError : public Error {
  public:
    explicit UsageError(std::string const& message) : Error{ExitCode::usage, message} {}
};

//! A file given to us is foreign, damaged or does not belong.
class DataError : public Error {
  public:
    explicit DataError(std::string const& message) : Error{ExitCode::bad_data, message} {}
};

//! A file we were told to read is not there.
class InputMissing : public Error {
  public:
    explicit InputMissing(std::string const& message) : Error{ExitCode::input_missing, message} {}
};

//! The demanded device is absent, was not built or cannot do the work.
class BackendUnavailable : public Error {
  public:
    explicit BackendUnavailable(std::string const& message) : Error{ExitCode::device_absent, message} {}
};

//! A device that is there failed at the work it was given, or its driver or its memory did.
class DeviceError : public BackendUnavailable {
  public:
    explicit DeviceError(std::string const& message) : BackendUnavailable{message} {}
};

//! An output cannot be created.
class CannotCreate : public Error {
  public:
    explicit CannotCreate(std::string const& message) : Error{ExitCode::cannot_create, message} {}
};

//! Reading or writing failed.
class IoError : public Error {
  public:
    explicit IoError(std::string const& message) : Error{ExitCode::io_error, message} {}
};

//! Stopped on request before the end.
class Stopped : public Error {
  public:
    //! \param remedy  what became of the work, and what to do; empty: nothing was written
    explicit Stopped(std::string const& message, std::string remedy = {})
        : Error{ExitCode::stopped, message}, remedy_{std::move(remedy)} {}
    std::string remedy() const { return remedy_.empty() ? "nothing was written. Run again" : remedy_; }
    bool nothing_was_written() const noexcept { return remedy_.empty(); }

  private:
    std::string remedy_;
};

//! The study is wrong, or produced a value that is not finite.
class StudyError : public Error {
  public:
    explicit StudyError(std::string const& message) : Error{ExitCode::study_wrong, message} {}
};

}  // namespace gapmc
