// The files of this machine, for Sveltia: the folders that `observatoire formulaire` serves, dressed as the
// File System API that Sveltia's own test backend asks the browser for. Works in every browser: nothing is
// asked of it but fetch.

const FICHES = 'fiches/';

class Dossier {
  kind = 'directory';
  #enfants = new Map();

  constructor(name, chemin) {
    this.name = name;
    this.chemin = chemin;
  }

  async *entries() {
    yield* this.#enfants.entries();
  }

  [Symbol.asyncIterator]() {
    return this.entries();
  }

  pose(enfant) {
    this.#enfants.set(enfant.name, enfant);
  }

  #enfant(nom, creer, neuf) {
    if (!this.#enfants.has(nom)) {
      if (!creer) throw new DOMException(`${this.chemin}${nom}`, 'NotFoundError');
      this.#enfants.set(nom, neuf());
    }
    return this.#enfants.get(nom);
  }

  async getDirectoryHandle(nom, { create = false } = {}) {
    return this.#enfant(nom, create, () => new Dossier(nom, `${this.chemin}${nom}/`));
  }

  async getFileHandle(nom, { create = false } = {}) {
    return this.#enfant(nom, create, () => new Fichier(nom, `${this.chemin}${nom}`));
  }

  async removeEntry(nom) {
    throw new Error(`${this.chemin}${nom} : une fiche se retire ou se renomme par la commande, qui suit ses renvois.`);
  }
}

class Fichier {
  kind = 'file';
  #texte = '';

  constructor(name, chemin, texte = '') {
    this.name = name;
    this.chemin = chemin;
    this.#texte = texte;
  }

  async getFile() {
    return new File([this.#texte], this.name, { type: 'text/yaml' });
  }

  async createWritable() {
    return {
      write: async (donnees) => {
        this.#texte = await enregistre(this.chemin, await new Response(donnees).text());
      },
      close: async () => {},
    };
  }
}

/** The text that the disk now holds. Refused, Sveltia shows why, and keeps what was typed. */
async function enregistre(chemin, texte) {
  const reponse = await fetch(FICHES + chemin, { method: 'PUT', body: texte, headers: { 'Content-Type': 'text/yaml' } }).catch(() => null);
  if (!reponse) throw new Error('La commande « observatoire formulaire » ne répond plus. Relancez-la, puis enregistrez de nouveau.');
  if (!reponse.ok) throw new Error(await reponse.text());
  return reponse.text();
}

/** Read every record, and stand for the private folder of the browser. */
export async function ouvrir() {
  const racine = new Dossier('observatoire', '');
  for (const [chemin, texte] of Object.entries(await (await fetch(FICHES)).json())) {
    const morceaux = chemin.split('/');
    let dossier = racine;
    for (const morceau of morceaux.slice(0, -1)) dossier = await dossier.getDirectoryHandle(morceau, { create: true });
    dossier.pose(new Fichier(morceaux.at(-1), chemin, texte));
  }
  // Sveltia asks for a folder of its own inside the private folder: it is the root of the records.
  const prive = { getDirectoryHandle: async () => racine };
  const magasin = navigator.storage ?? {};
  magasin.getDirectory = async () => prive;
  if (!navigator.storage) Object.defineProperty(navigator, 'storage', { value: magasin });
  // Without a move, a record is written at its own address, once.
  globalThis.FileSystemFileHandle ??= class {};
  delete globalThis.FileSystemFileHandle.prototype.move;
}
