// title: The images and descriptions behind an association
// answers: >-
//   Which images with a background, attribute or subject (or several of one triplet) evoke the
//   emotion, and what was written about them? A row for each triplet and description.
// parameters:
//   emotion: {type: emotion, about: the emotion evoked}
//   background: {type: background, default: null, about: the triplet's scene}
//   attribute: {type: attribute, default: null, about: the triplet's property}
//   subject: {type: subject, default: null, about: the triplet's object}
//   limit: {type: integer, default: 50, minimum: 1, about: most rows to show}
// columns:
//   image: {type: string, about: the image}
//   source: {type: string, about: where it comes from}
//   probability: {type: number, about: consensus probability of the emotion}
//   background: {type: string, about: the scene}
//   attribute: {type: string, about: the property}
//   subject: {type: string, about: the object}
//   annotator: {type: string, about: who wrote the description}
//   description: {type: string, about: what was written about the image}
MATCH (image:Image)-[evokes:EVOKES {rank: 1}]->(:Emotion {id: $emotion})
MATCH (image)-[:HAS_TRIPLET]->(triplet:Triplet)
  WHERE ($background IS NULL
         OR EXISTS { (triplet)-[:IN_BACKGROUND]->(:Background {id: $background}) })
    AND ($attribute IS NULL
         OR EXISTS { (triplet)-[:WITH_ATTRIBUTE]->(:Attribute {id: $attribute}) })
    AND ($subject IS NULL OR EXISTS { (triplet)-[:OF_SUBJECT]->(:Subject {id: $subject}) })
WITH image, triplet, evokes.probability AS probability
ORDER BY probability DESC, image.id, triplet.position, triplet.id LIMIT $limit
OPTIONAL MATCH (triplet)-[:IN_BACKGROUND]->(background:Background)
OPTIONAL MATCH (triplet)-[:WITH_ATTRIBUTE]->(attribute:Attribute)
OPTIONAL MATCH (triplet)-[:OF_SUBJECT]->(subject:Subject)
MATCH (image)-[:FROM_SOURCE]->(source:Source)
OPTIONAL MATCH (image)<-[:ANNOTATES]-(said:Annotation)-[:MADE_BY]->(annotator:Annotator)
  WHERE said.description IS NOT NULL
RETURN image.id AS image, source.id AS source, probability AS probability,
       background.id AS background, attribute.id AS attribute, subject.id AS subject,
       annotator.id AS annotator, coalesce(said.description, image.description) AS description
ORDER BY probability DESC, image, triplet.position, triplet.id, annotator, said.id
LIMIT $limit
