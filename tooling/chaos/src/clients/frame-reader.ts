/** A frame of a stream of server-sent events. One without data only tells its id. */
export interface Frame {
  readonly id: string | null;
  readonly event: string;
  readonly data: string;
}

/** Puts the frames of a stream together that arrives in pieces. */
export class FrameReader {
  #rest = "";

  /** The frames that are whole with this piece. */
  feed(piece: string): Frame[] {
    const parts = `${this.#rest}${piece}`.split("\n\n");
    this.#rest = parts.pop() ?? "";
    return parts.map(parseFrame);
  }
}

function parseFrame(text: string): Frame {
  let id: string | null = null;
  let event = "message";
  const data: string[] = [];
  for (const line of text.split("\n")) {
    const colon = line.indexOf(":");
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1).trimStart()];
    if (name === "id") id = value;
    else if (name === "event") event = value;
    else if (name === "data") data.push(value);
  }
  return { id, event: data.length === 0 ? "" : event, data: data.join("\n") };
}
