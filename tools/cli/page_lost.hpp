// What a program says when a page of a file that it looks at in memory cannot be had: the disk fails, or another program cut the file short.
// The system tells that by a signal, in the middle of whatever reads; there is no way back from there.
#pragma once

namespace plumb::cli {

// From now on that ends the program with a sentence and status 3. Any other cause of the signal is left as it was.
void tell_of_lost_pages(bool chinese);

}  // namespace plumb::cli
