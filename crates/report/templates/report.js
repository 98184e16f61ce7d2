// Only comfort: the page is complete without it. Filters and sorts tables, opens everything before printing.
(function () {
  "use strict";
  function make(name, text) { var e = document.createElement(name); if (text) e.textContent = text; return e; }
  function value(cell) {
    var stated = cell.getAttribute("data-v");
    return stated === null ? cell.textContent.trim().toLowerCase() : parseFloat(stated);
  }
  function sortable(table) {
    var heads = table.tHead.rows[0].cells;
    Array.prototype.forEach.call(heads, function (head, column) {
      var button = make("button", head.textContent);
      button.type = "button";
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") !== "descending";
        Array.prototype.forEach.call(heads, function (h) { h.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        var body = table.tBodies[0];
        var rows = Array.prototype.map.call(body.rows, function (row, i) { return [value(row.cells[column]), i, row]; });
        rows.sort(function (a, b) {
          var order = a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
          return (down ? -order : order) || a[1] - b[1];
        });
        rows.forEach(function (row) { body.appendChild(row[2]); });
      });
    });
  }
  function filtered(tools) {
    var input = tools.querySelector("input"), count = tools.querySelector("[role=status]");
    var items = document.querySelectorAll(tools.getAttribute("data-for"));
    input.addEventListener("input", function () {
      var wanted = input.value.trim().toLowerCase(), shown = 0;
      Array.prototype.forEach.call(items, function (item) {
        item.hidden = item.textContent.toLowerCase().indexOf(wanted) < 0;
        if (!item.hidden) shown++;
      });
      count.textContent = wanted ? shown + " of " + items.length + " shown" : "";
    });
    tools.hidden = false;
  }
  function open(all) {
    Array.prototype.forEach.call(document.querySelectorAll("details"), function (d) { d.open = all; });
  }
  Array.prototype.forEach.call(document.querySelectorAll("table.sort"), sortable);
  Array.prototype.forEach.call(document.querySelectorAll(".tools[data-for]"), filtered);
  Array.prototype.forEach.call(document.querySelectorAll("button[data-open]"), function (button) {
    button.addEventListener("click", function () { open(button.getAttribute("data-open") === "all"); });
  });
  window.addEventListener("beforeprint", function () { open(true); });
})();
