export { deleteFile } from "./delete-file.ts";
export { type Download, describeFile, downloadFile, downloadSignedFile } from "./download-file.ts";
export { signFileUrl } from "./sign-file-url.ts";
export { uploadFile } from "./upload-file.ts";
