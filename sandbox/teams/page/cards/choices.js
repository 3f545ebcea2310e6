// Input.ChoiceSet that filters while one types: from its own choices, or by asking (Data.Query).
// As in Teams at most 15 rows are offered, and several values are sent with commas between them.

import { Combobox } from "./combobox.js";

const MOST = 15;

export function registerChoices(AC) {
  class FilteredChoices extends AC.ChoiceSetInput {
    internalParse(source, context) {
      this.source = source;
      super.internalParse(source, context);
    }

    get query() {
      const query = this.source?.["choices.data"];
      return query && query.dataset ? query : null;
    }

    get filters() {
      return Boolean(this.query) || this.source?.style === "filtered";
    }

    // The renderer's own typeahead is never used; see internalRender.
    isDynamicTypeahead() {
      return false;
    }

    internalRender() {
      if (!this.filters) return super.internalRender();
      this.box = new Combobox({
        multiple: Boolean(this.isMultiSelect),
        placeholder: this.placeholder,
        label: this.label || this.placeholder || "Choose",
        required: this.isRequired,
        asks: Boolean(this.query),
        find: (text) => this.find(text),
        changed: () => this.valueChanged(),
      });
      this.box.take(this.chosenAtFirst());
      return this.box.element;
    }

    chosenAtFirst() {
      if (!this.defaultValue) return [];
      const values = this.isMultiSelect ? this.defaultValue.split(",") : [this.defaultValue];
      return values.filter(Boolean).map((value) => ({ value, title: this.choices.find((c) => c.value === value)?.title || value }));
    }

    async find(text) {
      const wanted = text.trim().toLowerCase();
      const own = this.choices.filter((c) => (c.title || "").toLowerCase().includes(wanted));
      const static_ = own.map((c) => ({ title: c.title || "", value: c.value || "" }));
      if (!this.query) return static_.slice(0, MOST);
      const found = await this.getRootElement().typeahead({ text: text.trim(), query: this.query, inputs: this.otherInputs() });
      if (found === null) return null;
      const fresh = found.filter((c) => !static_.some((known) => known.value === c.value));
      return [...static_, ...fresh].slice(0, MOST);
    }

    otherInputs() {
      if (this.query.associatedInputs !== "auto") return undefined;
      const inputs = this.getRootElement().getAllInputs().filter((input) => input !== this && input.id && input.isSet());
      return Object.fromEntries(inputs.map((input) => [input.id, String(input.value)]));
    }

    updateInputControlAriaLabelledBy() {
      if (!this.box) return super.updateInputControlAriaLabelledBy();
      return this.box.labelledBy(this.getAllLabelIds());
    }

    focus() {
      if (this.box) this.box.input.focus();
      else super.focus();
    }

    isValid() {
      return this.box ? true : super.isValid();
    }

    isSet() {
      return Boolean(this.value);
    }

    get value() {
      if (!this.box) return super.value;
      return this.box.chosen.map((c) => c.value).join(",") || undefined;
    }
  }
  AC.GlobalRegistry.defaultElements.register("Input.ChoiceSet", FilteredChoices);
}
