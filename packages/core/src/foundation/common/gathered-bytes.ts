const FIRST_BYTES = 4096;

/**
 * Collects bytes that arrive in pieces into one growing buffer. A list of pieces would cost some hundred bytes of
 * overhead each, and the sender picks their size: a megabyte sent byte by byte would take several hundred megabytes.
 */
export class GatheredBytes {
  #room = Buffer.alloc(0);
  #length = 0;

  /** Bytes gathered so far. */
  get length(): number {
    return this.#length;
  }

  /** Copies a piece in. The buffer is never more than twice the size of its content. */
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

  /** All bytes so far, not copied. */
  all(): Buffer {
    return this.#room.subarray(0, this.#length);
  }
}
