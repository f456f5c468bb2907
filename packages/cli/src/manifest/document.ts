import type { JsonObject, WireApplyInput } from "@pragma/sdk";
import type { Position } from "./position.ts";

/** One resource of a manifest. */
export interface ManifestDocument {
  /** As shown to the user: the given path, or `-`. */
  file: string;
  /** The body of its apply. */
  input: WireApplyInput & { config: JsonObject };
  /** It is output of the API: a string in it that begins with `@` is literal. */
  asRead: boolean;
  /** `provider/resource/name`. */
  id: string;
  /** The position of the value at a path, or of its nearest parent. */
  locate(path: readonly (string | number)[]): Position;
}
