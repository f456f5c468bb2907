import { type ChangeInput, MAX_CHANGE_BYTES } from "@pragma/contract";
import type { DocumentsReading } from "./read-documents.ts";

/** Options of a change besides its documents. */
export interface ChangeOptions {
  message: string;
  /** Empty for none. */
  set: string;
  prune: boolean;
}

/** The request that plans documents. */
export function changeInput({ inputs }: DocumentsReading, { message, set, prune }: ChangeOptions): ChangeInput {
  return {
    documents: inputs,
    ...(message.trim() === "" ? {} : { message: message.trim() }),
    ...(set === "" ? {} : { set, prune }),
  };
}

/** Whether it is more than a change may have: aliases may make documents larger than their text. */
export function isTooLarge(input: ChangeInput): boolean {
  return new TextEncoder().encode(JSON.stringify(input)).length > MAX_CHANGE_BYTES;
}
