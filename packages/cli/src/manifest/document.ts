import type { JsonObject, WireApplyInput } from "@pragma/sdk";
import type { Position } from "./position.ts";

/** One resource of a manifest. */
export interface ManifestDocument {
  /** As it is shown: the path that was given, or `-`. */
  file: string;
  /** The body of its apply. */
  input: WireApplyInput & { config: JsonObject };
  /** It is what the API sent: a text in it that begins with `@` is meant as it stands. */
  asRead: boolean;
  /** Whether `${…}` in the strings of its config are references; its type says so, see `learnTypes`. */
  stringReferences: boolean;
  /** `provider/resource/name`. */
  id: string;
  /** Where the value at a path is; that of its nearest parent if there is none. */
  locate(path: readonly (string | number)[]): Position;
}
