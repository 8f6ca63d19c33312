#include "runtime/seal/key_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include "runtime/seal/digest.hpp"

namespace plumb::seal {
namespace {

namespace fs = std::filesystem;

class KeyFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::temp_directory_path() / ("plumb-keys-" + std::to_string(::getpid())) / test->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path path(const char* name) const { return folder_ / name; }
  fs::path write(const char* name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    fs::permissions(path(name), fs::perms::owner_read | fs::perms::owner_write);
    return path(name);
  }
  static std::string slurp(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  static std::string private_code(const fs::path& file, Purpose purpose = Purpose::signing) {
    const auto key = read_private_key(file, purpose);
    return key ? "read" : key.error().code;
  }
  static std::string public_code(const fs::path& file, Purpose purpose = Purpose::signing) {
    const auto key = read_public_key(file, purpose);
    return key ? "read" : key.error().code;
  }
  fs::path folder_;
};

TEST_F(KeyFiles, GiveBackTheKeysWritten) {
  for (const Purpose purpose : {Purpose::signing, Purpose::sealing}) {
    const std::string name = purpose == Purpose::signing ? "signing" : "sealing";
    const PrivateKey key = make_key(purpose);
    ASSERT_TRUE(write_keys(key, folder_ / (name + ".key"), folder_ / (name + ".pub")));
    EXPECT_EQ(read_private_key(folder_ / (name + ".key"), purpose).value().bytes(), key.bytes());
    EXPECT_EQ(read_public_key(folder_ / (name + ".pub"), purpose).value(), public_key_of(key));
    const std::string written = slurp(folder_ / (name + ".pub"));
    EXPECT_TRUE(written.starts_with("plumb public " + name + " key, ")) << written;
    EXPECT_EQ(std::count(written.begin(), written.end(), '\n'), 2);
  }
}

TEST_F(KeyFiles, ThePrivateOneIsItsOwnersAlone) {
  ASSERT_TRUE(write_keys(make_key(Purpose::signing), path("a.key"), path("a.pub")));
  struct stat status{};
  ASSERT_EQ(::stat(path("a.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  for (const mode_t mode : {0640U, 0604U, 0620U, 0644U, 0610U}) {
    ASSERT_EQ(::chmod(path("a.key").c_str(), mode), 0);
    EXPECT_EQ(private_code(path("a.key")), "seal.key_exposed") << mode;
  }
  ASSERT_EQ(::chmod(path("a.key").c_str(), 0400), 0);
  EXPECT_EQ(private_code(path("a.key")), "read");
}

TEST_F(KeyFiles, AreNotMadeOverOthers) {
  write("a.key", "mine");
  EXPECT_EQ(write_keys(make_key(Purpose::signing), path("a.key"), path("a.pub")).error().code, "seal.key_place");
  EXPECT_FALSE(fs::exists(path("a.pub")));
  write("b.pub", "mine");
  EXPECT_EQ(write_keys(make_key(Purpose::signing), path("b.key"), path("b.pub")).error().code, "seal.key_place");
  EXPECT_FALSE(fs::exists(path("b.key")));
  EXPECT_EQ(slurp(path("a.key")) + slurp(path("b.pub")), "minemine");
  fs::create_symlink(path("elsewhere"), path("c.key"));
  EXPECT_EQ(write_keys(make_key(Purpose::signing), path("c.key"), path("c.pub")).error().code, "seal.key_place");
  EXPECT_EQ(write_keys(make_key(Purpose::signing), path("no/d.key"), path("d.pub")).error().code, "seal.write");
}

TEST_F(KeyFiles, OfAnotherKindAreRefused) {
  ASSERT_TRUE(write_keys(make_key(Purpose::signing), path("a.key"), path("a.pub")));
  EXPECT_EQ(private_code(path("a.key"), Purpose::sealing), "seal.key_other");
  EXPECT_EQ(public_code(path("a.pub"), Purpose::sealing), "seal.key_other");
  EXPECT_EQ(public_code(path("a.key")), "seal.key_other");
  // Whoever may read it: a public key in a private one's place was not given away.
  fs::permissions(path("a.pub"), fs::perms::owner_read | fs::perms::others_read);
  EXPECT_EQ(private_code(path("a.pub")), "seal.key_other");
  EXPECT_EQ(private_code(path("none")), "seal.key_missing");
  EXPECT_EQ(private_code(folder_), "file.kind");
}

TEST_F(KeyFiles, ThatAreNoKeysAreRefused) {
  const std::string digits(64, 'a');
  const std::string title = "plumb public signing key, Ed25519\n";
  for (const std::string& text :
       {std::string(), title, title + digits.substr(1), title + digits + "a", title + digits + "\nmore", title + digits.substr(1) + "g",
        title + digits.substr(2), title + digits + std::string(300, '\n') + "x", digits, " " + title + digits}) {
    EXPECT_EQ(public_code(write("x.pub", text)), "seal.key_kind") << text;
  }
  EXPECT_EQ(public_code(write("x.pub", title + digits)), "read");
  EXPECT_EQ(public_code(write("x.pub", "plumb public signing key, Ed25519\r\n" + digits + "\r\n")), "read");
}

}  // namespace
}  // namespace plumb::seal
