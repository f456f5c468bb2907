/** A multipart body with one file. */
export function fileForm(
  bytes: Uint8Array<ArrayBuffer> | string,
  type: string,
  field = "file",
  filename = "f",
): FormData {
  const form = new FormData();
  form.set(field, new Blob([bytes], { type }), filename);
  return form;
}
