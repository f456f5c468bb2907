export { applyResource } from "./apply-resource.ts";
export type { ApplyOptions } from "./prepare-apply.ts";
export { type ApplyPreview, previewApply } from "./preview-apply.ts";
