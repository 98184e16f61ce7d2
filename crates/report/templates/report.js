// Only comfort: the page is complete without it. Filters and sorts tables, opens everything before printing.
(function () {
  "use strict";
  function make(name, text) { var e = document.createElement(name); if (text) e.textContent = text; return e; }
  // What a cell is sorted by: the number that it states, or its text; null where it has neither.
  function value(cell) {
    var stated = cell.getAttribute("data-v"), number = parseFloat(stated);
    return stated === null ? cell.textContent.trim().toLowerCase() || null : isNaN(number) ? null : number;
  }
  function sortable(table) {
    var heads = table.tHead.rows[0].cells;
    Array.prototype.forEach.call(heads, function (head, column) {
      // No button element: on paper those are left out of headings that are repeated on the next page.
      var button = make("span", head.textContent);
      button.setAttribute("role", "button");
      button.tabIndex = 0;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("keydown", function (event) {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        button.click();
      });
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") !== "descending";
        Array.prototype.forEach.call(heads, function (h) { h.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        var body = table.tBodies[0];
        var rows = Array.prototype.map.call(body.rows, function (row, i) { return [value(row.cells[column]), i, row]; });
        rows.sort(function (a, b) {
          var order = a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
          // Empty cells come last both ways.
          return (a[0] === null) - (b[0] === null) || (down ? -order : order) || a[1] - b[1];
        });
        rows.forEach(function (row) { body.appendChild(row[2]); });
      });
    });
  }
  function filtered(tools) {
    var inputs = Array.prototype.slice.call(tools.querySelectorAll("input,select")), count = tools.querySelector("[role=status]");
    var items = document.querySelectorAll(tools.getAttribute("data-for"));
    var what = tools.getAttribute("data-what"), all = tools.getAttribute("data-all");
    // What stands further down about the same thing is searched, shown and hidden with it.
    function also(item) { return document.getElementById(item.getAttribute("data-also") || ""); }
    function text(item) { return item ? item.textContent.toLowerCase() : ""; }
    function fits(item) {
      return inputs.every(function (input) {
        var column = input.getAttribute("data-column"), wanted = input.value.trim().toLowerCase();
        var words = column === null ? text(item) + "\n" + text(also(item)) : text(item.cells[column]);
        return words.indexOf(wanted) >= 0;
      });
    }
    function filter() {
      var shown = 0, any = inputs.some(function (input) { return input.value.trim(); });
      Array.prototype.forEach.call(items, function (item) {
        var more = also(item);
        item.hidden = !fits(item);
        if (more) more.hidden = item.hidden;
        if (!item.hidden) shown++;
      });
      count.textContent = any ? shown + " of the " + items.length + (all ? " listed " : " ") + what + (all ? "; " + all : "") : "";
    }
    inputs.forEach(function (input) { input.addEventListener("input", filter); });
  }
  function open(all) {
    Array.prototype.forEach.call(document.querySelectorAll("details"), function (d) { d.open = all; });
  }
  // A link into a closed or filtered part opens it.
  function reveal() {
    var place = document.getElementById(location.hash.slice(1)), e = place;
    for (; e; e = e.parentElement) { e.hidden = false; if (e.tagName === "DETAILS") e.open = true; }
    if (place) place.scrollIntoView();
  }
  window.addEventListener("hashchange", reveal);
  Array.prototype.forEach.call(document.querySelectorAll("table.sort"), sortable);
  Array.prototype.forEach.call(document.querySelectorAll(".tools"), function (tools) {
    if (tools.hasAttribute("data-for")) filtered(tools);
    tools.hidden = false;
  });
  Array.prototype.forEach.call(document.querySelectorAll("button[data-open]"), function (button) {
    button.addEventListener("click", function () { open(button.getAttribute("data-open") === "all"); });
  });
  window.addEventListener("beforeprint", function () { open(true); });
})();
