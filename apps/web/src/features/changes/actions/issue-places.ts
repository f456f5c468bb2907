"use client";

import type { ValidationIssue } from "@pragma/contract";
import { createContext } from "react";
import { placeWords } from "./place-words.ts";

type Place = ValidationIssue["loc"];

/** How the places of issues are called and reached, where a plan is shown beside what it was made of. */
export interface IssuePlaces {
  /** Null where that is clear already. */
  words: (place: Place) => string | null;
  /** Leads there; left out where there is nothing to lead to. */
  go?: (place: Place) => void;
}

export const IssuePlacesContext = createContext<IssuePlaces>({ words: placeWords });
