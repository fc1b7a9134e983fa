// title: The emotions an attribute goes with
// answers: >-
//   How do the images with an attribute spread over the eight emotions, against all other images?
// parameters:
//   attribute: {type: attribute, about: the attribute}
// columns:
//   emotion: {type: string, about: the emotion evoked}
// statistics: profile
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
OPTIONAL MATCH (image)-[:HAS_ATTRIBUTE]->(attribute:Attribute {id: $attribute})
WITH emotion, source, count(*) AS item_images, count(attribute) AS images
RETURN emotion.id AS emotion, source.id AS source, images AS images, item_images AS item_images
