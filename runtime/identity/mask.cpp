#include "runtime/identity/mask.hpp"

#include <algorithm>

#include "compiler/base/unicode.hpp"
#include "runtime/identity/form.hpp"

namespace plumb::identity {

bool is_masked(std::string_view id) { return id.find('*') != std::string_view::npos; }

size_t visible_places(std::string_view id) {
  return static_cast<size_t>(std::count_if(id.begin(), id.end(), [](char c) { return c != '*'; }));
}

MaskFault mask_fault(std::string_view id) {
  if (!is_masked(id)) return MaskFault::none;
  const auto allowed = [](char c) { return c == '*' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
  if (!std::all_of(id.begin(), id.end(), allowed)) return MaskFault::characters;
  if (id.size() != kMaskedLength) return MaskFault::length;
  return visible_places(id) < kMinVisiblePlaces ? MaskFault::too_few_visible : MaskFault::none;
}

bool agree(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && a[i] != '*' && b[i] != '*') return false;
  }
  return true;
}

std::string masked_for_display(std::string_view id) {
  const Form kind = form(id);
  if (kind == Form::masked || kind == Form::credit_code || kind == Form::organisation_code) return std::string(id);
  // Counted in characters, since other documents' numbers may hold Han (军字第…号).
  std::u32string places;
  for (size_t offset = 0; offset < id.size();) {
    const unicode::Decoded decoded = unicode::decode(id, offset);
    if (decoded.length == 0) return std::string(id.size(), '*');
    places.push_back(decoded.code_point);
    offset += decoded.length;
  }
  size_t hidden = places.size() < 9 ? 2 : 4;
  size_t first = 10;
  if (places.size() < kMaskedLength) {
    hidden = std::min(hidden, places.size());
    first = (places.size() - hidden + 1) / 2;
  }
  std::string out;
  for (size_t i = 0; i < places.size(); ++i) unicode::append(out, i >= first && i < first + hidden ? U'*' : places[i]);
  return out;
}

}  // namespace plumb::identity
