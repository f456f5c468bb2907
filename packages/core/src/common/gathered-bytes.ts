const FIRST_BYTES = 4096;

/**
 * Bytes that come in pieces, put together as they come. Each piece kept for the end would cost some hundred bytes beside
 * what is in it, and a sender decides how small they are: a megabyte sent byte by byte would take several hundred.
 */
export class GatheredBytes {
  #room = Buffer.alloc(0);
  #length = 0;

  /** How many there are. */
  get length(): number {
    return this.#length;
  }

  /** Copies a piece. What is kept is at most twice as large as all of them. */
  add(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#room.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(FIRST_BYTES, length, 2 * this.#length));
      larger.set(this.all());
      this.#room = larger;
    }
    this.#room.set(piece, this.#length);
    this.#length = length;
  }

  /** All of them so far, not copied. */
  all(): Buffer {
    return this.#room.subarray(0, this.#length);
  }
}
