import type { Json } from "@pragma/contract";
import { MASK } from "@pragma/language";
import { Needles } from "./needles.ts";
import { redactJson, secretForms } from "./redact.ts";

/** In characters, of all forms of all secrets. */
const MAX_CHARACTERS = 4 * 1024 * 1024;

/**
 * Every secret that a provider's process was told so far, to be redacted from its output: one call may mention what
 * another was told. It grows with every new secret. Redacting costs the length of the text, however many secrets there
 * are.
 */
export class RedactedValues {
  readonly #known = new Set<string>();
  readonly #needles = new Needles();
  readonly #maxCharacters: number;
  #characters = 0;

  /** @param maxCharacters its size when it counts as full */
  constructor(maxCharacters = MAX_CHARACTERS) {
    this.#maxCharacters = maxCharacters;
  }

  /** Adds texts from `collectSecrets`, even if it is full. */
  learn(secrets: readonly string[]): void {
    for (const secret of secrets) {
      if (this.#known.has(secret)) continue;
      this.#known.add(secret);
      for (const form of secretForms(secret)) {
        this.#needles.add(form);
        this.#characters += form.length;
      }
    }
  }

  /** Whether it has grown so large that its process should be restarted. */
  get isFull(): boolean {
    return this.#characters > this.#maxCharacters;
  }

  redact(text: string): string {
    return this.#known.size === 0 ? text : this.#needles.replaceIn(text, MASK);
  }

  /** Redacts all strings of a value, including keys. */
  redactJson(value: Json): Json {
    return this.#known.size === 0 ? value : redactJson(value, (text) => this.redact(text));
  }
}
