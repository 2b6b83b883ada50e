
"use strict";
(() => {
  const form = document.querySelector("form");
  const expert = document.getElementById("expert");
  const status = document.getElementById("status");
  const forget = document.getElementById("forget");
  const questions = Array.from(form.querySelectorAll("fieldset"), (field, place) => ({
    id: field.dataset.question,
    probability: document.getElementById(`p${place + 1}`),
    reason: document.getElementById(`r${place + 1}`),
    error: document.getElementById(`e${place + 1}`),
    hint: document.getElementById(`h${place + 1}`),
  }));
  const key = `facta-ballot-${form.dataset.ballot}-${form.dataset.file}`;
  const drafts = openDrafts();

  function openDrafts() {
    try {
      window.localStorage.getItem(key);
      return window.localStorage;
    } catch {
      return null; // the browser keeps nothing for this page
    }
  }

  // What was typed as percent: its digits, "" where nothing was, null where it is no number from 0 to 100.
  function readPercent(text) {
    const typed = text.normalize("NFKC").trim().replace(",", ".");
    const found = typed.match(/^(\d+(?:\.\d*)?|\.\d+)\s*%?$/);
    if (typed === "") return "";
    return found && Number(found[1]) <= 100 ? found[1] : null;
  }

  function findFault(question) {
    const percent = readPercent(question.probability.value);
    if (percent === null) return "Write a number from 0 to 100, or leave it empty.";
    if (percent === "" && question.reason.value.trim()) return "Give a number too, or take the reason out.";
    return "";
  }

  function mark(input, error, fault) {
    error.textContent = fault;
    if (fault) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    return fault;
  }

  function checkQuestion(question) {
    const percent = readPercent(question.probability.value);
    const isTiny = percent && Number(percent) > 0 && Number(percent) < 1;
    question.hint.textContent = isTiny ? `That is ${percent} in a hundred. For ${percent} of 1, write ${100 * percent}.` : "";
    return mark(question.probability, question.error, findFault(question));
  }

  function checkName() {
    return mark(expert, document.getElementById("expert-error"), expert.value.trim() ? "" : "Write your name.");
  }

  function countAnswers() {
    return questions.filter((question) => readPercent(question.probability.value)).length;
  }

  function showCount() {
    const kept = drafts ? " What you type is kept in this browser." : "";
    status.textContent = `${countAnswers()} of ${questions.length} answered.${kept}`;
  }

  function keepDraft() {
    if (!drafts) return;
    const answers = questions.map((question) => [question.id, question.probability.value, question.reason.value]);
    try {
      drafts.setItem(key, JSON.stringify({ expert: expert.value, answers }));
    } catch {
      return; // the browser's room is full: the page still works
    }
  }

  function restoreDraft() {
    let draft = null;
    try {
      draft = JSON.parse(drafts?.getItem(key) ?? "null");
    } catch {
      return; // not a draft of this page
    }
    if (!draft) return;
    expert.value = draft.expert || expert.value;
    const typed = new Map(draft.answers.map(([id, ...answer]) => [id, answer]));
    for (const question of questions) {
      [question.probability.value, question.reason.value] = typed.get(question.id) ?? ["", ""];
      checkQuestion(question);
    }
  }

  // Text as YAML and JSON both read it, on one line; half a character becomes the mark for a lost one.
  function quote(text) {
    const whole = text.replace(/\p{Surrogate}/gu, "\ufffd");
    return JSON.stringify(whole).replace(
      /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
      (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  }

  function writeForm() {
    const head = ["form: 1", `ballot: ${quote(form.dataset.ballot)}`, `expert: ${quote(expert.value.trim())}`, "forecasts:"];
    const answers = questions.flatMap((question) => {
      const percent = readPercent(question.probability.value);
      const reason = question.reason.value.trim();
      return [
        `- question: ${quote(question.id)}`,
        `  probability:${percent ? ` ${quote(`${percent}%`)}` : ""}`,
        `  reason:${reason ? ` ${quote(reason)}` : ""}`,
      ];
    });
    return `${[...head, ...answers].join("\n")}\n`;
  }

  function saveForm() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([writeForm()], { type: "application/yaml" }));
    link.download = `${form.dataset.file}.yml`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    status.textContent = `Saved as ${link.download} in your downloads. Send this file back.`;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const isNameless = checkName() !== "";
    const faulty = questions.filter((question) => checkQuestion(question) !== "");
    const first = isNameless ? expert : faulty[0]?.probability;
    if (first) {
      const count = faulty.length + (isNameless ? 1 : 0);
      status.textContent = `Not saved: ${count} ${count === 1 ? "field needs" : "fields need"} another look.`;
      first.focus();
    } else if (countAnswers() === 0) {
      status.textContent = "Not saved: give one probability at least.";
      questions[0].probability.focus();
    } else {
      saveForm();
    }
  });
  for (const question of questions) {
    question.probability.addEventListener("change", () => checkQuestion(question));
    question.reason.addEventListener("change", () => checkQuestion(question));
  }
  expert.addEventListener("change", checkName);
  form.addEventListener("input", () => {
    keepDraft();
    showCount();
  });
  forget.addEventListener("click", () => {
    if (!window.confirm("Clear everything that you typed here?")) return;
    form.reset();
    questions.forEach(checkQuestion);
    drafts?.removeItem(key);
    showCount();
    expert.focus();
  });

  restoreDraft();
  showCount();
  forget.hidden = false;
  document.querySelector(".bar").hidden = false;
})();
