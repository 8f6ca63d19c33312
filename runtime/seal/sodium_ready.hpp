// libsodium, made ready once per process. For the files of this folder alone; any thread.
#pragma once

namespace plumb::seal {

void sodium_ready();

}  // namespace plumb::seal
