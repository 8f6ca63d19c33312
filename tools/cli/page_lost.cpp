#include "tools/cli/page_lost.hpp"

#include <unistd.h>

#include <csignal>
#include <string_view>

namespace plumb::cli {

namespace {

constexpr int kStatus = 3;  // as of any file that cannot be read

std::string_view sentence;

// Whoever is called by a signal may do little more than write.
void end(int signal, siginfo_t* what, void*) {
  if (what->si_code != BUS_ADRERR) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
    return;
  }
  (void)!::write(STDERR_FILENO, sentence.data(), sentence.size());
  ::_exit(kStatus);
}

}  // namespace

void tell_of_lost_pages(bool chinese) {
  sentence =
      chinese ? "错误：文件的一部分读不出来：磁盘有故障，或者文件被别的程序截短了。本次没有写完的一概不保留，登记库仍如中断之前；请先检查磁盘，再运行 "
                "plumb registry check，然后重新运行本命令\n"
              : "error: part of a file cannot be read: the disk fails, or another program cut the file short. Nothing that was half written is kept, and the "
                "registry is as it was before; look after the disk, run plumb registry check, then run this command again\n";
  struct sigaction action{};
  action.sa_sigaction = end;
  action.sa_flags = SA_SIGINFO;
  ::sigaction(SIGBUS, &action, nullptr);
}

}  // namespace plumb::cli
