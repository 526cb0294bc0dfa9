// What Readium's OPDS library reads in a catalogue: node open_opds.js NODE_MODULES FOLDER
const fs = require("fs"), path = require("path");
const [modules, folder] = process.argv.slice(2);
const load = name => require(path.join(modules, name));
const log = console.log;
console.log = () => {}; // the library chats there
const dist = "dist/es8-es2017/src/";
load(`r2-opds-js/${dist}opds/init-globals`).initGlobalConverters_OPDS();
const shared = load(`r2-shared-js/${dist}init-globals`);
shared.initGlobalConverters_SHARED();
shared.initGlobalConverters_GENERIC();
const { TaJsonDeserialize } = load(`r2-lcp-js/${dist}serializable`);
const { OPDSFeed } = load(`r2-opds-js/${dist}opds/opds2/opds2`);
const { OPDS } = load(`r2-opds-js/${dist}opds/opds1/opds`);
const { convertOpds1ToOpds2 } = load(`r2-opds-js/${dist}opds/converter`);
const { XML } = load(`r2-utils-js/${dist}_utils/xml-js-mapper`);
const { DOMParser } = load("@xmldom/xmldom");
const read = name => fs.readFileSync(path.join(folder, name), "utf8");
const first = convertOpds1ToOpds2(XML.deserialize(new DOMParser().parseFromString(read("opds.xml"), "text/xml"), OPDS));
const second = TaJsonDeserialize(JSON.parse(read("opds.json")), OPDSFeed);
const publication = one => ({
  title: one.Metadata.Title,
  languages: one.Metadata.Language,
  authors: (one.Metadata.Author || []).map(author => author.Name),
  subjects: (one.Metadata.Subject || []).map(subject => subject.Name || subject.Code),
  files: one.Links.filter(link => (link.Rel || []).some(rel => rel.includes("acquisition"))).map(link => [link.Href, link.TypeLink]),
  covers: (one.Images || []).map(link => link.Href).filter((href, index, all) => all.indexOf(href) === index),
});
log(JSON.stringify([first, second].map(feed => ({ title: feed.Metadata.Title, publications: feed.Publications.map(publication) }))));
