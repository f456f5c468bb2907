export { groupBy } from "./common/group-by.ts";
export { canonicalJson } from "./json/canonical.ts";
export { type Change, diffJson } from "./json/diff.ts";
export { jsonEqual } from "./json/equal.ts";
export { type DriftChange, findDrift } from "./json/find-drift.ts";
export { checkIJson } from "./json/i-json.ts";
export type { Json, JsonObject, Path, ValidationIssue } from "./json/json.ts";
export { mapJson } from "./json/map.ts";
export { isJsonObject, member, setMember } from "./json/object.ts";
export { formatPath, getPath, parsePath } from "./json/path.ts";
export { PathPatterns, parsePathPattern } from "./json/path-pattern.ts";
export { PathTree } from "./json/path-tree.ts";
export { jsonSize } from "./json/size.ts";
export { undoChanges } from "./json/undo.ts";
export { hasMoreValues, MAX_JSON_VALUES } from "./json/values.ts";
export {
  MAX_ID_LENGTH,
  MAX_NAME_LENGTH,
  MAX_PROVIDER_LENGTH,
  MAX_TYPE_LENGTH,
  NAME_PATTERN,
  NAME_RULE,
  PROVIDER_PATTERN,
  PROVIDER_RULE,
  parseKey,
  type ResourceRef,
  readRef,
  resourceId,
  resourceKey,
  TYPE_PATTERN,
  TYPE_RULE,
} from "./names/names.ts";
export { replacePathsOf } from "./names/replace-paths.ts";
export { whyNotIdentity } from "./names/thing-identity.ts";
export {
  DRIFT_SECONDS,
  MAX_IDENTITY_LENGTH,
  MAX_LIST_CURSOR,
  MAX_LISTED,
  MAX_PLAN_WARNINGS,
  MAX_PLANNED_OUTPUTS,
  MAX_REPLACE_PATH_LENGTH,
  MAX_REPLACE_PATHS,
  MAX_STATE_BYTES,
} from "./provider-bounds.ts";
export { Budget, MAX_RESOLVED_SIZE } from "./references/bounds.ts";
export { classify, isPureReference } from "./references/classify.ts";
export { detachReferences } from "./references/detach.ts";
export { referencesDiffer } from "./references/differ.ts";
export { referencesInText } from "./references/in-text.ts";
export { inputPath, inputWords } from "./references/input-words.ts";
export { outsideReferences } from "./references/outside-references.ts";
export { parseReferences, referencedTargets } from "./references/parse.ts";
export { referencePrefix } from "./references/prefix.ts";
export type { Field, Reference, ReferenceOptions, TargetState } from "./references/reference.ts";
export { readReferenceName, visibleReferenceName } from "./references/reference-name.ts";
export { describeAbsence, resolveReferences } from "./references/resolve.ts";
export { sealConfig } from "./references/seal-config.ts";
export { sensitiveConfigPaths } from "./references/sensitive-config.ts";
export { takeValue } from "./references/take.ts";
export { escapeTemplate, parseTemplate } from "./references/template.ts";
export { readTyped, typedText } from "./references/typed.ts";
export { isNameable, writeReference } from "./references/write.ts";
export { type DependencyType, dependencyTypesAt } from "./schemas/dependency-types.ts";
export { flatten } from "./schemas/flatten.ts";
export { hideSealedKeys } from "./schemas/hide-sealed-keys.ts";
export {
  childSchemas,
  DIALECT,
  IN_PLACE,
  IN_PLACE_LISTS,
  isSchema,
  isSchemaObject,
  type Schema,
  SchemaError,
  schemaEntries,
  schemaList,
} from "./schemas/json-schema.ts";
export { immutableChanges, sensitivePaths } from "./schemas/marked-paths.ts";
export { type Annotations, annotate, type Marks } from "./schemas/marks.ts";
export { outputsSchemaExcludes } from "./schemas/outputs-schema-excludes.ts";
export { placeInSchema } from "./schemas/place-in-schema.ts";
export { describedBelow, inPlace, marksOf, schemasAt } from "./schemas/places.ts";
export { schemaChanges } from "./schemas/schema-changes.ts";
export { describedDocument, SchemaDocument, speaksDialect } from "./schemas/schema-document.ts";
export { wholeMaps } from "./schemas/whole-maps.ts";
export { sealedDiff, sealedEqual } from "./secrets/compare.ts";
export { containsEnvelope, type Envelope, findForgedEnvelope, isEnvelope } from "./secrets/envelope.ts";
export { containsMask, ENVELOPE_TEXT, MASK, maskedPaths, maskJson, maskJsonText } from "./secrets/mask.ts";
export { restoreMasked } from "./secrets/restore-masked.ts";
export { revealJson, revealJsonText } from "./secrets/reveal.ts";
export { sealPaths, tooManySensitive } from "./secrets/seal.ts";
export type { SecretBox } from "./secrets/secret-box.ts";
export { visiblePath } from "./secrets/visible-path.ts";
export { suggest } from "./suggest.ts";
export { count, either, formatName, knownOnes, oneOf, typeName } from "./words.ts";
export { isMissing, withName, zodSentence } from "./zod-sentence.ts";
