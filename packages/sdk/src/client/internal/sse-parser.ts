/** A dispatched event. */
export interface ServerSentEvent {
  type: string;
  data: string;
  /** Id of this event, or of the last one that had an id. */
  id: string;
}

/** The API's events are far smaller; a larger one would fill the memory. */
const LONGEST_EVENT = 16 * 1024 * 1024;

/** Parses `text/event-stream` by the HTML standard, in chunks as they arrive. */
export class SseParser {
  /** Where to resume. An id without data counts too. */
  lastEventId: string;
  #rest = "";
  #scanned = 0;
  #data: string[] = [];
  #size = 0;
  #type = "";
  #id: string;

  constructor(lastEventId = "") {
    this.lastEventId = lastEventId;
    this.#id = lastEventId;
  }

  /** The events that a piece of text completes. @throws RangeError if an event does not end */
  *push(text: string): Generator<ServerSentEvent, void, undefined> {
    this.#rest += text;
    for (let line = this.#takeLine(); line !== null; line = this.#takeLine()) {
      if (line === "") yield* this.#dispatch();
      else this.#field(line);
    }
    if (this.#rest.length + this.#size > LONGEST_EVENT) throw new RangeError("an event of the stream does not end");
  }

  /** The next whole line, without its end: CRLF, LF or CR. */
  #takeLine(): string | null {
    const rest = this.#rest;
    let end = this.#scanned;
    while (end < rest.length && rest[end] !== "\n" && rest[end] !== "\r") end++;
    this.#scanned = end;
    // A CR at the end of a piece may be half of a CRLF.
    if (end === rest.length || (rest[end] === "\r" && end + 1 === rest.length)) return null;
    this.#rest = rest.slice(end + (rest[end] === "\r" && rest[end + 1] === "\n" ? 2 : 1));
    this.#scanned = 0;
    return rest.slice(0, end);
  }

  #field(line: string): void {
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + (line[colon + 1] === " " ? 2 : 1));
    if (name === "data") {
      this.#data.push(value);
      this.#size += value.length;
    } else if (name === "event") this.#type = value;
    else if (name === "id" && !value.includes("\0")) this.#id = value;
  }

  *#dispatch(): Generator<ServerSentEvent, void, undefined> {
    const data = this.#data;
    const type = this.#type || "message";
    this.lastEventId = this.#id;
    this.#data = [];
    this.#size = 0;
    this.#type = "";
    if (data.length > 0) yield { type, data: data.join("\n"), id: this.lastEventId };
  }
}
