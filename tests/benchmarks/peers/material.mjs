// Material's search: its own worker, handed the index of a site as its page does.

const SETUP = 0;
const QUERY = 2;
const RESULT = 3;

/** @returns {Promise<(text: string, limit: number) => Promise<Array<[string, number]>>>} */
export async function open() {
  const settings = await (await fetch("/settings.json")).json();
  const index = await (await fetch("/search/search_index.json")).json();
  const worker = new Worker(`/assets/javascripts/workers/${settings.worker}`);
  const ask = (/** @type {{type: number, data: any}} */ message, /** @type {number} */ wanted) =>
    new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message));
      worker.onmessage = (event) => {
        if (event.data.type === wanted) resolve(event.data.data);
      };
      worker.postMessage(message);
    });
  await ask({ type: SETUP, data: { config: index.config, docs: index.docs, options: { suggest: false } } }, SETUP + 1);
  return async (text, limit) => {
    const { items } = await ask({ type: QUERY, data: text }, RESULT);
    return items.slice(0, limit).map((/** @type {any[]} */ group) => [group[0].location.split("#")[0], group[0].score]);
  };
}
