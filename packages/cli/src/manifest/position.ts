import type { Position } from "@pragma/manifest";

export type { Position };

/** An error in a file. */
export interface Fault {
  file: string;
  at: Position;
  message: string;
}

/** `shop.yaml:12:3: message`. */
export function faultLine({ file, at, message }: Fault): string {
  return `${file}:${at.line}:${at.column}: ${message}`;
}
