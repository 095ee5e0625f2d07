// SPDX-License-Identifier: Apache-2.0
#include "host/config/guard.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include "host/config/problems.hpp"
#include "host/text/utf8.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr TextLimits limits{};

[[noreturn]] void refuse(std::string const& file, Place place, std::string const& reason,
                         std::string const& remedy) {
    throw StudyError{format_problem({file, place, "", "", reason, remedy})};
}

[[noreturn]] void missing(std::string const& path) {
    throw InputMissing{
        fmt::format("{}: cannot be read ({}). Check the path.", shown(path, 400), std::strerror(errno))};
}

std::string_view kind_of(mode_t mode) {
    if (S_ISDIR(mode)) return "a directory";
    if (S_ISFIFO(mode)) return "a pipe";
    if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
    return "a socket";
}

void refuse_special(std::string const& path, struct stat const& status) {
    if (S_ISREG(status.st_mode)) return;
    refuse(path, {}, fmt::format("this is {}, not a file", kind_of(status.st_mode)),
           "Give the path of a study file");
}

//! \param what "file" or "override"
void check_bytes(std::string_view text, std::string const& file, std::string_view what) {
    auto const remedy = what == "file" ? "Save it as UTF-8 text" : "Write it as UTF-8 text";
    Place place{1, 1};
    std::size_t line_start = 0;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '\0') refuse(file, place, fmt::format("the {} holds a NUL byte", what), remedy);
        if (i - line_start > limits.line_bytes) {
            refuse(file, place, fmt::format("the line is longer than {} bytes", limits.line_bytes),
                   "Break the line (lists and texts in \"\"\" may go over several)");
        }
        std::size_t const length = utf8_length(text.substr(i));
        if (length == 0) refuse(file, place, fmt::format("the {} is not UTF-8", what), remedy);
        if (text[i] == '\n') {
            ++place.line;
            place.column = 0;
            line_start = i + 1;
        }
        ++place.column;
        i += length;
    }
}

/*!
 * Walks the text, knowing only strings, comments, brackets, keys and dots.
 *
 * A quote begins a string only where a key or a value may begin. Inside a number or a name it is a mistake,
 * and the parser goes on past it as it does past any other character.
 */
class Nesting {
  public:
    Nesting(std::string_view text, std::string const& file) : text_{text}, file_{file} {}

    void check() {
        while (at_ < text_.size()) {
            char const c = text_[at_];
            switch (c) {
                case '"':
                case '\'':
                    if (string_may_begin()) {
                        skip_string(c);
                        before_ = c;
                        continue;
                    }
                    break;
                case '#':
                    at_ = std::min(text_.find('\n', at_), text_.size());
                    continue;
                case '[':
                case '{':
                    open(c);
                    break;
                case ']':
                case '}':
                    close();
                    break;
                case '\n':
                    ++line_;
                    if (open_.empty()) in_key_ = true;
                    dots_ = 0;
                    break;
                case '=':
                    in_key_ = false;
                    dots_ = 0;
                    break;
                case ',':
                    in_key_ = !open_.empty() && open_.back().bracket == '{';
                    dots_ = 0;
                    break;
                case '.':
                    dot();
                    break;
                default:
                    if (static_cast<unsigned char>(c) >= 0x80 && !stray_) stray_ = place();
                    break;
            }
            if (c != ' ' && c != '\t' && c != '\r') before_ = c;
            ++at_;
        }
    }

    std::optional<Place> stray() const { return stray_; }

  private:
    std::string_view text_;
    std::string const& file_;
    std::size_t at_ = 0;
    std::optional<Place> stray_;
    struct Bracket {
        char bracket;
        bool in_key;  //!< around it
    };
    std::vector<Bracket> open_;
    char before_ = '\n';  //!< the last character that is no blank
    bool in_key_ = true;  //!< a key may stand here, not a value
    int line_ = 1;
    int dots_ = 0;

    bool string_may_begin() const {
        return std::string_view{"\n=[{,"}.find(before_) != std::string_view::npos ||
               (before_ == '.' && in_key_);
    }

    Place place() const {
        auto const line = text_.substr(0, at_).substr(text_.rfind('\n', at_) + 1);
        auto const characters =
            std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; });
        return {line_, static_cast<int>(characters) + 1};
    }

    void open(char bracket) {
        dots_ = 0;
        open_.push_back({bracket, in_key_});
        if (bracket == '{') in_key_ = true;
        if (open_.size() > static_cast<std::size_t>(limits.nesting)) {
            refuse(file_, {line_, 1}, fmt::format("brackets are nested more than {} deep", limits.nesting),
                   "Flatten the tables; no study needs more than four levels");
        }
    }

    void close() {
        dots_ = 0;
        if (open_.empty()) return;
        in_key_ = open_.back().in_key;
        open_.pop_back();
    }

    void dot() {
        if (++dots_ > limits.key_dots) {
            refuse(file_, {line_, 1}, fmt::format("a key has more than {} dots", limits.key_dots),
                   "Shorten it; no study's key has more than six");
        }
    }

    // A string that is never closed ends at its line, or at the end of the text: the parser will refuse it,
    // and what it holds is in no text.
    void skip_string(char quote) {
        std::optional<Place> const stray_before = stray_;
        if (close_string(quote)) stray_ = stray_before;
    }

    //! \return whether the string is closed
    bool close_string(char quote) {
        std::string const three(3, quote);
        bool const many_lines = text_.substr(at_).starts_with(three);
        at_ += many_lines ? 3 : 1;
        while (at_ < text_.size()) {
            char const c = text_[at_];
            if (c == '\n') {
                if (!many_lines) return false;
                ++line_;
            }
            if (c == '\\' && quote == '"' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n') {
                at_ += 2;
                continue;
            }
            if (static_cast<unsigned char>(c) >= 0x80 && !stray_) stray_ = place();
            if (c == quote && !many_lines) {
                ++at_;
                return true;
            }
            if (many_lines && text_.substr(at_).starts_with(three)) {
                at_ += 3;
                // Up to two quotes of the content may stand before the closing three.
                for (int i = 0; i < 2 && at_ < text_.size() && text_[at_] == quote; ++i) ++at_;
                return true;
            }
            ++at_;
        }
        return false;
    }
};

}  // namespace

std::string read_study_text(std::string const& path) {
    struct stat status {};
    if (path.find('\0') != std::string::npos) {
        throw InputMissing{"the path of the study holds a NUL byte. Check the path."};
    }
    if (::stat(path.c_str(), &status) != 0) missing(path);
    refuse_special(path, status);
    int const descriptor = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) missing(path);
    auto const close_it = [](int const* open_file) { ::close(*open_file); };
    std::unique_ptr<int const, decltype(close_it)> const closer{&descriptor, close_it};
    // Once more, for what was opened: the path may have changed meanwhile.
    if (::fstat(descriptor, &status) != 0) missing(path);
    refuse_special(path, status);
    std::string text(limits.bytes + 1, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        ssize_t const count = ::read(descriptor, text.data() + size, text.size() - size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            throw IoError{fmt::format("{}: reading failed ({}). Check the disk.", shown(path, 400),
                                      std::strerror(errno))};
        }
        if (count == 0) break;
        size += static_cast<std::size_t>(count);
    }
    text.resize(size);
    if (size > limits.bytes) {
        refuse(path, {}, fmt::format("the file is larger than {} bytes", limits.bytes),
               "Shorten the study; long lists of values belong into fewer, rounded ones");
    }
    return text;
}

void guard_text(std::string_view text, std::string const& file) {
    if (text.size() > limits.bytes) {
        refuse(file, {}, fmt::format("the file is larger than {} bytes", limits.bytes), "Shorten the study");
    }
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos || text == "\xEF\xBB\xBF") {
        refuse(file, {}, "the file is empty", "Write a study; `gapmc init` prints a template");
    }
    check_bytes(text, file, "file");
    Nesting{text, file}.check();
}

void guard_words(std::string_view text) {
    std::string const place = "command line";
    check_bytes(text, place, "override");
    Nesting{text, place}.check();
}

std::optional<Place> stray_character(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::string const no_file;
    Nesting walk{text, no_file};
    walk.check();
    return walk.stray();
}

}  // namespace gapmc
