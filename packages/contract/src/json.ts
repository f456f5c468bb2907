export type { Json, JsonObject, Path } from "@pragma/language";
