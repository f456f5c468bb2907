export { type BlobStore, postgresBlobStore } from "./blob-store.ts";
export { checksumOf } from "./checksum.ts";
export { deleteFile } from "./delete-file.ts";
export { type Download, describeFile, downloadFile, downloadSignedFile } from "./download-file.ts";
export { fileOutputs } from "./file-outputs.ts";
export { signFileUrl } from "./sign-file-url.ts";
export { signPublicUrl, verifySignature } from "./signature.ts";
export { type Upload, uploadFile } from "./upload-file.ts";
