// The theme draws the switches of its sidebar without a name; a screen reader needs one.
for (const summary of document.querySelectorAll(".bd-sidenav summary")) {
  const link = summary.closest("li").querySelector("a");
  summary.setAttribute("aria-label", `Pages of ${link.textContent.trim()}`);
}
