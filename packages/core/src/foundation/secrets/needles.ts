/** From this length on, the beginning of a needle counts as all of it. This bounds the cost per position. */
const LONG = 64;
const PAIRS = 1 << 16;

/** A part that is common to all needles below it. */
interface Node {
  label: string;
  isEnd: boolean;
  readonly next: Map<number, Node>;
}

/**
 * Texts to be found in other texts, any number of them: adding one costs its length, and a search costs the length of
 * the searched text, however many there are. They are stored as a tree of common prefixes.
 */
export class Needles {
  readonly #root: Node = { label: "", isEnd: false, next: new Map() };
  /** Which pairs of characters a needle may begin with, by their hash: this skips nearly all positions. */
  readonly #pairs = new Uint8Array(PAIRS);

  /** @param needle of at least two characters */
  add(needle: string): void {
    this.#pairs[pairAt(needle, 0)] = 1;
    let node = this.#root;
    let rest = needle;
    while (rest !== "") {
      const code = rest.charCodeAt(0);
      const child = node.next.get(code);
      if (!child) {
        node.next.set(code, { label: rest, isEnd: true, next: new Map() });
        return;
      }
      const shared = sharedLength(child.label, rest, 0);
      node = shared === child.label.length ? child : split(node, child, shared);
      rest = rest.slice(shared);
    }
    node.isEnd = true;
  }

  /**
   * Replaces matches from left to right, the longest first. A match that breaks off after at least 64 characters of a
   * needle counts too: a part of that length reveals as much.
   */
  replaceIn(text: string, replacement: string): string {
    let replaced = "";
    let from = 0;
    for (let place = 0; place < text.length - 1; ) {
      const end = this.#pairs[pairAt(text, place)] === 1 ? this.#endOfMatch(text, place) : -1;
      if (end < 0) {
        place += 1;
        continue;
      }
      replaced += text.slice(from, place) + replacement;
      place = end;
      from = end;
    }
    return from === 0 ? text : replaced + text.slice(from);
  }

  #endOfMatch(text: string, place: number): number {
    let node = this.#root;
    let at = place;
    let end = -1;
    for (;;) {
      const child = node.next.get(text.charCodeAt(at));
      if (!child) break;
      const shared = sharedLength(child.label, text, at);
      at += shared;
      if (shared < child.label.length) break;
      if (child.isEnd) end = at;
      node = child;
    }
    return at - place >= LONG ? at : end;
  }
}

function pairAt(text: string, place: number): number {
  return (text.charCodeAt(place) * 251 + text.charCodeAt(place + 1)) & (PAIRS - 1);
}

/** How many characters of `label` match `text` at a position. */
function sharedLength(label: string, text: string, place: number): number {
  const most = Math.min(label.length, text.length - place);
  let length = 0;
  while (length < most && label.charCodeAt(length) === text.charCodeAt(place + length)) length += 1;
  return length;
}

/** Splits a child in two. @returns the first half */
function split(parent: Node, child: Node, length: number): Node {
  const head: Node = { label: child.label.slice(0, length), isEnd: false, next: new Map() };
  parent.next.set(child.label.charCodeAt(0), head);
  child.label = child.label.slice(length);
  head.next.set(child.label.charCodeAt(0), child);
  return head;
}
