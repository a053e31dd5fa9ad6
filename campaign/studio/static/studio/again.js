// A choice that shows the page anew does so at once; without scripts there is a button.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.matches("select[data-again]") && input.form) input.form.requestSubmit();
});
