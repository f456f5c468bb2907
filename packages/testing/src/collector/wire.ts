/** The values of a message's fields by number, as protobuf's wire format has them: numbers, or bytes of whatever type. */
export type Fields = Map<number, (bigint | Buffer)[]>;

/**
 * Reads a protobuf message (https://protobuf.dev/programming-guides/encoding).
 * @throws Error if it is none
 */
export function readFields(message: Buffer): Fields {
  const fields: Fields = new Map();
  for (let at = 0; at < message.length; ) {
    const [tag, begin] = readVarint(message, at);
    const { value, end } = readValue(message, begin, Number(tag & 7n));
    const number = Number(tag >> 3n);
    fields.set(number, [...(fields.get(number) ?? []), value]);
    at = end;
  }
  return fields;
}

function readValue(message: Buffer, at: number, type: number): { value: bigint | Buffer; end: number } {
  if (type === 0) {
    const [value, end] = readVarint(message, at);
    return { value, end };
  }
  if (type === 1) return { value: message.readBigUInt64LE(at), end: at + 8 };
  if (type === 5) return { value: BigInt(message.readUInt32LE(at)), end: at + 4 };
  if (type !== 2) throw new Error(`wire type ${type} at byte ${at}`);
  const [length, begin] = readVarint(message, at);
  const end = begin + Number(length);
  if (end > message.length) throw new Error(`a field at byte ${at} is longer than its message`);
  return { value: message.subarray(begin, end), end };
}

function readVarint(message: Buffer, at: number): [value: bigint, end: number] {
  let value = 0n;
  for (let place = 0; place < 10; place++) {
    const byte = message.readUInt8(at + place);
    value |= BigInt(byte & 0x7f) << BigInt(7 * place);
    if (byte < 0x80) return [value, at + place + 1];
  }
  throw new Error(`a number at byte ${at} is too long`);
}
