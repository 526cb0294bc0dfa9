// Thorium's parser (r2-shared-js): everything it reads of an EPUB, as JSON on standard output.
const path = require("path")
const [modules, file] = process.argv.slice(2)
const shared = path.join(modules, "r2-shared-js/dist/es8-es2017/src")
const { initGlobalConverters_GENERIC, initGlobalConverters_SHARED } = require(path.join(shared, "init-globals"))
initGlobalConverters_GENERIC()
initGlobalConverters_SHARED()
const { EpubParsePromise } = require(path.join(shared, "parser/epub"))
const { TaJsonSerialize } = require(path.join(modules, "r2-lcp-js/dist/es8-es2017/src/serializable"))
EpubParsePromise(file).then(
  publication => { console.log(JSON.stringify(TaJsonSerialize(publication))); process.exit(0) },
  error => { console.error(error); process.exit(1) },
)
