#include "tools/cli/page_lost.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <string_view>

namespace plumb::cli {

namespace {

constexpr int kStatus = 3;  // as of any file that cannot be read

std::string_view sentence;

// Whoever is called by a signal may do little more than write.
void tell_and_exit(int signal, siginfo_t* what, void*) {
  if (what->si_code != BUS_ADRERR) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
    return;
  }
  static std::atomic_flag told;
  while (told.test_and_set()) ::pause();  // another thread tells it, and ends the program
  (void)!::write(STDERR_FILENO, sentence.data(), sentence.size());
  ::_exit(kStatus);
}

}  // namespace

void tell_of_lost_pages(bool chinese) {
  if (::fcntl(STDERR_FILENO, F_GETFD) < 0) return;  // some file of ours may get its number
  sentence =
      chinese ? "错误：文件的一部分读不出来：磁盘有故障，或者文件被别的程序截短了。本命令尚未提交的一概不保留，正在写的文件可能不完整；请先检查磁盘，再运行 "
                "plumb registry check，然后重新运行本命令\n"
              : "error: part of a file cannot be read: the disk fails, or another program cut the file short. What this command had not committed is not kept, "
                "and a file that it was writing may be incomplete; look after the disk, run plumb registry check, then run this command again\n";
  struct sigaction action{};
  action.sa_sigaction = tell_and_exit;
  action.sa_flags = SA_SIGINFO;
  ::sigaction(SIGBUS, &action, nullptr);
}

}  // namespace plumb::cli
