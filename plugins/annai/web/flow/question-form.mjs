/** Owns the form of one question: heading, help, answers to choose from, one button, and what is said without a choice. */

import { UNSURE } from "./engine.mjs";
import { element, flowWords, spoken } from "./parts.mjs";

/** @typedef {import("./bundle.mjs").Phrase} Phrase */
/** @typedef {import("./bundle.mjs").Question} Question */

/**
 * @param {string} value
 * @param {Phrase} label
 * @param {Phrase | undefined} hint
 * @param {boolean} checked
 */
function choice(value, label, hint, checked) {
  const id = `answer-${value}`;
  const radio = element("input", { class: "choice__radio", type: "radio", name: "answer", value, "aria-labelledby": id });
  radio.defaultChecked = checked;
  const text = element("span", { class: "answer__text" }, [
    element("span", { class: "answer__label", id }, spoken(label)),
  ]);
  if (hint !== undefined) {
    radio.setAttribute("aria-describedby", `${id}-hint`);
    text.append(element("span", { class: "answer__hint", id: `${id}-hint` }, spoken(hint)));
  }
  return element("label", { class: "answer choice" }, [radio, text]);
}

export class QuestionForm {
  /**
   * @param {Question} question
   * @param {string | null} given the answer that is chosen already
   * @param {(answer: string) => void} proceed called with the answer that was chosen
   */
  constructor(question, given, proceed) {
    const words = flowWords();
    this.heading = element("h2", { class: "asked__ask", id: "flow-question", tabindex: "-1" }, spoken(question.ask));
    this.alert = element("p", { class: "steps__alert", id: "flow-alert", role: "alert" });
    /** How many questions are left; empty where that cannot be said. */
    this.left = element("span", { class: "steps__left" });
    const answers = question.answers.map(({ id, label, hint }) => choice(id, label, hint, id === given));
    if (question.unsure) answers.push(choice(UNSURE, words.unsure ?? "", undefined, given === UNSURE));
    this.fieldset = element("fieldset", { class: "steps__set" }, [
      element("legend", { class: "steps__legend" }, [this.heading]),
      ...(question.help === undefined
        ? []
        : [element("p", { class: "asked__help", id: "flow-help" }, spoken(question.help))]),
      this.alert,
      element("div", { class: "asked__answers" }, answers),
    ]);
    this.#describe();
    this.form = element("form", { class: "asked steps", novalidate: "", autocomplete: "off" }, [
      this.fieldset,
      element("p", { class: "steps__go" }, [
        element("button", { class: "button button--large steps__next", type: "submit" }, [words.next ?? ""]),
        this.left,
      ]),
    ]);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = this.chosen;
      if (chosen) proceed(chosen.value);
      else this.complain(words.choose ?? "");
    });
    this.form.addEventListener("change", () => this.complain(""));
  }

  /** @returns {HTMLInputElement | null} */
  get chosen() {
    return this.form.querySelector("input:checked");
  }

  /**
   * Says what is wrong, and puts the focus where it is mended; an empty text takes it back.
   * @param {string} text
   */
  complain(text) {
    this.alert.textContent = text;
    this.form.classList.toggle("is-wrong", text !== "");
    this.#describe();
    if (text) (this.chosen ?? this.form.querySelector("input"))?.focus();
  }

  /** What a screen reader says about the whole group. */
  #describe() {
    const parts = [...this.fieldset.querySelectorAll("#flow-alert:not(:empty), #flow-help")].map(({ id }) => id);
    if (parts.length > 0) this.fieldset.setAttribute("aria-describedby", parts.join(" "));
    else this.fieldset.removeAttribute("aria-describedby");
  }
}
