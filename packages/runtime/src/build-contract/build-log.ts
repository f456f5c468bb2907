import { stripVTControlCharacters } from "node:util";

const LINE_CHARACTERS = 2_000;

/**
 * Turns the output of tools into whole, bounded lines: removes colors, truncates long lines, and ends an endless log.
 */
export class BuildLog {
  readonly #onLog: (text: string) => void;
  #folder: string | null = null;
  #left: number;
  #partial = "";

  /**
   * @param limit of characters in all
   * @param onLog gets one or more whole lines, each ended by `\n`
   */
  constructor(limit: number, onLog: (text: string) => void) {
    this.#left = limit;
    this.#onLog = onLog;
  }

  /** From now on this folder is removed from paths, since it differs in each build and is deleted after it. */
  hide(folder: string): void {
    this.#folder = `${folder}/`;
  }

  /** One line of the platform's own. */
  line(text: string): void {
    this.flush();
    this.#write([text]);
  }

  /** A chunk of a tool's output, split anywhere. */
  push(text: string): void {
    const lines = (this.#partial + text).split(/\r?\n|\r/);
    // A line that never ends must not be buffered completely.
    this.#partial = (lines.pop() ?? "").slice(0, LINE_CHARACTERS + 1);
    this.#write(lines);
  }

  /** Writes an unterminated last line. */
  flush(): void {
    if (this.#partial !== "") this.#write([this.#partial]);
    this.#partial = "";
  }

  #write(lines: string[]): void {
    if (this.#left <= 0) return;
    let text = "";
    for (const line of lines) {
      const whole = stripVTControlCharacters(line);
      const plain = (this.#folder === null ? whole : whole.replaceAll(this.#folder, "")).trimEnd();
      if (plain === "") continue;
      const next = plain.length > LINE_CHARACTERS ? `${plain.slice(0, LINE_CHARACTERS)}… (cut)\n` : `${plain}\n`;
      this.#left -= next.length;
      if (this.#left <= 0) {
        text += "… the rest of the log is left out: it is too long\n";
        break;
      }
      text += next;
    }
    if (text !== "") this.#onLog(text);
  }
}
