import type { ReadDocument } from "@pragma/manifest";
import type { JsonObject, WireApplyInput } from "@pragma/sdk";
import type { Position } from "./position.ts";

/** One resource of a manifest. */
export interface ManifestDocument extends Pick<ReadDocument, "asRead" | "id"> {
  /** As shown to the user: the given path, or `-`; null if it is in no file. */
  file: string | null;
  /** The body of its apply. */
  input: WireApplyInput & { config: JsonObject };
  /** The position of the value at a path, or of its nearest parent. */
  locate(path: readonly (string | number)[]): Position;
}

/** One that stands in a file. */
export interface FileDocument extends ManifestDocument {
  file: string;
}
