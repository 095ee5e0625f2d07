// SPDX-License-Identifier: Apache-2.0
//! Messages between the processes of a job, which a launcher started together.
#pragma once

#include <optional>
#include <string>

namespace gapmc {

struct Message {
    int from = 0;
    std::string bytes;
};

/*!
 * Ranks are numbered 0 ... size() - 1. Messages of one rank to another arrive in their order. All calls come
 * from one thread of a process.
 */
class Transport {
  public:
    Transport() = default;
    Transport(Transport const&) = delete;
    Transport& operator=(Transport const&) = delete;
    virtual ~Transport() = default;

    virtual int rank() const = 0;
    virtual int size() const = 0;
    virtual int local_size() const = 0;       //!< ranks on this machine, which share its memory
    virtual std::string library() const = 0;  //!< for people: "Open MPI 4.1.4"

    //! It may wait until the other side receives, if the message is large. \throws IoError
    virtual void send(int to, std::string const& bytes) = 0;
    //! A message that has come; it does not wait for one. \throws IoError
    virtual std::optional<Message> receive() = 0;

    //! Some ranks do not answer any more: nobody shall wait for them at the end.
    void give_up() { given_up_ = true; }
    bool given_up() const { return given_up_; }

  private:
    bool given_up_ = false;
};

}  // namespace gapmc
