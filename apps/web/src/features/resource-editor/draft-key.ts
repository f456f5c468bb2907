const PREFIX = "pragma.draft.";

/** Where this tab keeps an unsaved document. @param owner who may see it: user and organization */
export function draftKey(owner: string, document: string): string {
  return `${PREFIX}${owner}.${document}`;
}
