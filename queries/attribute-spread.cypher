// title: Attributes that say most, or least, about the emotion
// answers: >-
//   How evenly do the images of an attribute spread over the emotions? Low entropy marks an
//   attribute of one emotion, high entropy one that any emotion can have.
// parameters:
//   min_images: {type: integer, default: 5, minimum: 1, about: fewest images with the attribute}
//   limit: {type: integer, default: null, minimum: 1, about: most rows to show}
// columns:
//   attribute: {type: string, about: the attribute's normal form}
// statistics: spread
MATCH (attribute:Attribute)<-[:HAS_ATTRIBUTE]-(:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
WITH attribute, emotion, count(*) AS images
RETURN attribute.id AS attribute, emotion.id AS emotion, images AS images
