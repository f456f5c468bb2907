import type { Json } from "@pragma/contract";
import { storableJson } from "../../foundation/common/storable-text.ts";

const MAX_CHUNKS = 1000;
const MAX_CHARACTERS = 8 * 1024 * 1024;

/** The asker has left: nobody is there to write for. */
export class NobodyWaits extends Error {
  override name = "NobodyWaits";
}

/** The handler produced more than an answer may hold. */
export class AnswerTooLarge extends Error {
  override name = "AnswerTooLarge";
}

type Write = (sequence: number, kind: "data" | "end" | "error", body: string) => Promise<boolean>;

/** Numbers the chunks of one answer and enforces its size limits. */
export class AnswerWriter {
  readonly #write: Write;
  #sequence = 0;
  #characters = 0;

  constructor(write: Write) {
    this.#write = write;
  }

  /** @throws AnswerTooLarge, NobodyWaits */
  async data(chunk: Json): Promise<void> {
    const body = storableJson(chunk);
    this.#characters += body.length;
    if (this.#sequence >= MAX_CHUNKS || this.#characters > MAX_CHARACTERS) {
      throw new AnswerTooLarge(`it answered more than ${MAX_CHUNKS} chunks or ${MAX_CHARACTERS} characters`);
    }
    await this.#put("data", body);
  }

  /** The last chunk. */
  async end(kind: "end" | "error", body: Json): Promise<void> {
    await this.#put(kind, storableJson(body)).catch((error: unknown) => {
      if (!(error instanceof NobodyWaits)) throw error;
    });
  }

  async #put(kind: "data" | "end" | "error", body: string): Promise<void> {
    if (!(await this.#write(this.#sequence++, kind, body))) throw new NobodyWaits();
  }
}
