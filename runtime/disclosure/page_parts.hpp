// The parts of the page that are the same for every list: how it looks, and how it searches, sorts and prints.
//
// The script is run from the file itself, with no network (the page's policy forbids all other sources), and needs nothing but rows
// that stand in the page. Without it the page is one long table.
#pragma once

#include <string_view>

namespace plumb::disclosure {

// Before the rows are read: they are not laid out until the script shows the first of them.
inline constexpr std::string_view kFirstScript = "document.documentElement.classList.add('scripted');";

inline constexpr std::string_view kStyle = R"CSS(
:root { color: #1a1a1a; background: #fff; }
body { font-family: "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei", sans-serif; font-size: 15px; line-height: 1.5; margin: 0 auto; max-width: 108em; padding: 1em 1.5em; }
h1 { font-size: 1.6em; margin: 0.3em 0; }
h2 { font-size: 1.2em; margin: 1.6em 0 0.4em; }
form { display: flex; flex-wrap: wrap; gap: 0.5em 1em; align-items: center; margin: 0.8em 0; }
input[type=search] { font: inherit; padding: 0.35em 0.6em; width: 24em; max-width: 100%; border: 1px solid #555; border-radius: 3px; }
button { font: inherit; padding: 0.25em 0.8em; border: 1px solid #555; border-radius: 3px; background: #f4f4f4; color: inherit; cursor: pointer; }
button:disabled { color: #767676; border-color: #bbb; cursor: default; }
:focus-visible { outline: 3px solid #1b5fc1; outline-offset: 1px; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: #444; padding: 0.3em 0; }
th, td { border: 1px solid #999; padding: 0.3em 0.5em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th { background: #ececec; white-space: nowrap; }
thead button { border: 0; background: none; padding: 0; font-weight: bold; }
thead button::after { content: " \2195"; color: #555; }
th[aria-sort=ascending] button::after { content: " \2191"; }
th[aria-sort=descending] button::after { content: " \2193"; }
tbody th { font-weight: 600; min-width: 5em; }
#list td:nth-child(3) { min-width: 10.5em; }
small { display: block; color: #444; }
.code, .day { white-space: nowrap; font-variant-numeric: tabular-nums; }
.scripted #list:not(.ready) { display: none; }
html:not(.scripted) .scripts { display: none; }
html:not(.scripted) thead button { cursor: auto; }
html:not(.scripted) thead button::after { content: none; }
footer { margin-top: 1.5em; border-top: 1px solid #999; padding-top: 0.5em; color: #333; overflow-wrap: anywhere; }
footer p { margin: 0.2em 0; }
@page { size: A4 landscape; margin: 12mm 10mm 16mm; @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt; } }
@media print {
  body { font-size: 8.5pt; padding: 0; max-width: none; }
  .scripts { display: none; }
  thead { display: table-header-group; }
  thead th { white-space: normal; }
  thead button { display: contents; }
  thead button::after { content: none !important; }
  #entries { table-layout: fixed; }
  #entries thead th { width: 11%; }
  #entries thead th:nth-child(2) { width: 14%; }
  #entries thead th:nth-child(3) { width: 14%; }
  #entries thead th:nth-child(7) { width: 9%; }
  #entries thead th:nth-child(9) { width: 8%; }
  .code, .day { white-space: normal; }
  #list td:nth-child(3) { min-width: 0; }
  tr { break-inside: avoid; }
  thead th { background: #ececec; print-color-adjust: exact; }
}
)CSS";

inline constexpr std::string_view kScript = R"JS(
(() => {
  'use strict';
  const perPage = 100;
  const list = document.getElementById('list');
  const search = document.getElementById('search');
  const found = document.getElementById('found');
  const earlier = document.getElementById('earlier');
  const later = document.getElementById('later');
  const words = document.getElementById('found').dataset;
  const heads = Array.from(document.querySelectorAll('#entries thead th'));
  // Those of identity/variant.
  const dots = /[\u{387}\u{1427}\u{16EB}\u{2022}\u{2024}\u{2027}\u{2219}\u{22C5}\u{25CF}\u{2E31}\u{2E33}\u{30FB}\u{318D}\u{A78F}\u{FF65}\u{10101}]/gu;
  // Width, case, spaces, the code point of a dot and the kind of bracket do not count.
  const folded = text => text.replace(dots, '\u00B7').normalize('NFKC').toLowerCase().replace(/[\s]+/g, '')
    .replace(/[〔〕\[\]]/g, c => '〔['.includes(c) ? '(' : ')');
  const own = cell => cell.firstChild && cell.firstChild.nodeType === Node.TEXT_NODE ? cell.firstChild.data : '';
  const rows = Array.from(list.rows, (element, position) => ({element, position, key: ''}));
  for (const row of rows) {
    const cells = row.element.cells;
    row.key = folded(own(cells[0])) + '\n' + folded(own(cells[1])) + '\n' + folded(own(cells[2]));
  }
  list.replaceChildren();
  let matches = rows;
  let page = 0;
  // A number in full finds the entry in which the same places are hidden.
  const asked = text => {
    const query = folded(text);
    return /^[0-9]{17}[0-9x]$/.test(query) ? [query, query.slice(0, 10) + '****' + query.slice(14)] : [query];
  };
  const show = () => {
    const first = page * perPage;
    const shown = matches.slice(first, first + perPage);
    list.replaceChildren(...shown.map(row => row.element));
    earlier.disabled = page === 0;
    later.disabled = first + perPage >= matches.length;
    found.textContent = matches.length === 0 ? words.none
      : words.some.replace('{n}', matches.length).replace('{from}', first + 1).replace('{to}', first + shown.length);
  };
  let last = '';
  const filter = () => {
    const queries = asked(search.value);
    // One more letter can only leave fewer.
    const among = queries.length === 1 && last !== '' && queries[0].startsWith(last) ? matches : rows;
    matches = queries[0] === '' ? rows : among.filter(row => queries.some(query => row.key.includes(query)));
    last = queries.length === 1 ? queries[0] : '';
    page = 0;
    show();
  };
  const collator = new Intl.Collator('zh', {numeric: true});
  const sort = head => {
    const column = heads.indexOf(head);
    const up = head.getAttribute('aria-sort') !== 'ascending';
    for (const other of heads) if (other.hasAttribute('aria-sort')) other.setAttribute('aria-sort', 'none');
    head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
    const texts = new Map(rows.map(row => [row, own(row.element.cells[column])]));
    rows.sort((a, b) => (up ? 1 : -1) * collator.compare(texts.get(a), texts.get(b)) || a.position - b.position);
    last = '';
    filter();
  };
  for (const head of heads) {
    const button = head.querySelector('button');
    if (button) button.addEventListener('click', () => sort(head));
  }
  search.addEventListener('input', filter);
  search.form.addEventListener('submit', event => event.preventDefault());
  earlier.addEventListener('click', () => { page -= 1; show(); });
  later.addEventListener('click', () => { page += 1; show(); });
  document.getElementById('print').addEventListener('click', () => window.print());
  // Paper has no pages to turn: all that was found is printed.
  window.addEventListener('beforeprint', () => list.replaceChildren(...matches.map(row => row.element)));
  window.addEventListener('afterprint', show);
  show();
  list.classList.add('ready');
})();
)JS";

}  // namespace plumb::disclosure
