export { IDENTITY_FIELDS } from "./documents/fields.ts";
export { type Manifest, type Metadata, manifestOf, newManifest, type ReadResource } from "./documents/manifest.ts";
export type { DocumentProblem } from "./documents/problem.ts";
export {
  type DocumentFault,
  type DocumentInput,
  type DocumentsReading,
  type ReadDocument,
  readDocuments,
} from "./documents/read-documents.ts";
export { type Reading, readManifest } from "./documents/read-manifest.ts";
export { refsOf, writeDocument, writeManifest } from "./documents/write-manifest.ts";
export { type BytesFault, decodeText } from "./yaml/decode-text.ts";
export { editText } from "./yaml/edit-text.ts";
export { MAX_TEXT_BYTES } from "./yaml/limits.ts";
export { parseText } from "./yaml/parse-text.ts";
export type { Position, TextRange } from "./yaml/place.ts";
export { writeYaml } from "./yaml/write-yaml.ts";
