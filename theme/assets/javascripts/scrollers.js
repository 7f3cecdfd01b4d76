// Boxes that scroll sideways can be reached by keyboard, and only while they do scroll.
const boxes = document.querySelectorAll("div.arithmatex, .card dd, .formula-index dd, .highlight code")
const observer = new ResizeObserver(entries => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0")
    else target.removeAttribute("tabindex")
  }
})
boxes.forEach(box => observer.observe(box))
