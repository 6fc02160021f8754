// MiniSearch set up as its documentation suggests, with the words that Intl.Segmenter finds.

/** @param {string} language */
export function options(language) {
  const segmenter = new Intl.Segmenter(language, { granularity: "word" });
  return {
    fields: ["title", "text"],
    storeFields: ["title", "text"],
    tokenize: (/** @type {string} */ text) =>
      Array.from(segmenter.segment(text.normalize("NFKC")))
        .filter((piece) => piece.isWordLike)
        .map((piece) => piece.segment),
    searchOptions: { boost: { title: 2 }, prefix: true, fuzzy: 0.2 },
  };
}
