export { applyResource } from "./apply-resource.ts";

export { previewApply } from "./preview-apply.ts";
