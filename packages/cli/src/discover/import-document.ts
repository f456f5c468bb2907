import { type Candidate, type CandidateType, candidateDocument, candidateName, readDocuments } from "@pragma/manifest";
import type { ManifestDocument } from "../manifest/document.ts";

/** Makes the document of a candidate, which is in no file. @param name of the resource; one that its provider proposes if undefined */
export function importDocument(
  type: CandidateType,
  candidate: Candidate,
  name: string = candidateName(candidate, new Set()),
): ManifestDocument {
  const { documents, positionOf } = readDocuments(candidateDocument(type, candidate, name));
  const [document] = documents;
  if (document === undefined) throw new Error(`The document of ${candidate.identity} cannot be read`);
  const { input, asRead, id, placeOf } = document;
  return { file: null, input, asRead, id, locate: (path) => positionOf(placeOf([...path]).at) };
}
